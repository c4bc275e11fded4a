/** Lower case, letters and digits only, without accents, so that `Tag Name`, `TagName` and `tag_name` are one. */
export const plainName = (name: string): string =>
  name
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

/** `SourceTime`, `UTC_Time` and `UTCTime` as words with blanks between them. */
export const wordsOfName = (name: string): string =>
  name
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/(UTC|GMT)(?=\p{Lu}\p{Ll})/gu, '$1 ')
    .replace(/[^\p{L}\p{N}+:-]+/gu, ' ')
    .trim();

const listed = (...names: readonly string[]): ReadonlySet<string> =>
  new Set(names.flatMap((line) => line.split(' ')).map(plainName));

export const TAG_NAMES = listed(
  'tag tagname tagid varname variable variablename var point pointname pointid name signal signalname sensor sensorname sensorid',
  'attribute attributename attributepath webid pointpath item itemname itemid channel channelname measurement parameter kks messstelle variablenname messpunkt bezeichnung series metric',
  'path tagpath fulltagname sourcetag kennzeichen bezeichner kanal signalname nom nomvariable repère étiquette balise point_de_mesure',
  'nombre etiqueta punto punto_de_medida nombre_de_variable variablenombre टैग टैगनाम नाम',
  'nome nome_variabile variabile sigla variável ponto naam meetpunt signaalnaam nazwa zmienna тег тэг имя наименование сигнал параметр 标签 点名 变量 测点 名称 位号',
);
export const VALUE_NAMES = listed(
  'value varvalue val wert messwert pv reading vvalue result valeur valor datavalue tagvalue samplevalue numericvalue floatvalue v mesure medida istwert मान मूल्य valore waarde wartość значение 值 数值',
);
export const UNIT_NAMES = listed(
  'unit units unitsabbreviation unitabbreviation unitname unitofmeasure engineeringunitname uom engineeringunits engineeringunit engunits engunit eu eunit einheit einheiten unite unites unidad unidades इकाई unità unidade unidades eenheid jednostka единица единицы 单位',
);
/** The most telling first. */
export const QUALITY_NAMES: readonly string[] = (
  [
    'opcquality',
    'qualitydetail',
    'dataquality',
    'quality',
    'validity',
    'confidence',
    'qualitystatus',
    'qualitycode',
    'statuscode',
    'qual',
    'q',
    'conf',
    'dataintegrity',
    'confidencepercent',
    'valid',
    'gültigkeit',
    'gültig',
    'datenqualität',
    'signalstatus',
    'valuestatus',
    'valuequality',
    'tagstatus',
    'opcstatus',
    'qcode',
    'kvalitet',
    'qualität',
    'güte',
    'qualité',
    'calidad',
    'validité',
    'validez',
    'confiance',
    'konfidenz',
    'गुणवत्ता',
    'qualità',
    'qualidade',
    'kwaliteit',
    'jakość',
    'качество',
    '质量',
    '品质',
    'status',
    'isgood',
    'good',
    'statut',
    'état',
    'estado',
    'stato',
    'статус',
    '状态',
  ] as const
).map(plainName);
export const MILLISECONDS_NAMES = listed(
  'milliseconds millisecond millisec msec msecs ms millis milli millisekunden millisekunde millisek milisegundos millisecondes मिलीसेकंड',
);
/** Columns of times of day such as 0615. */
export const CLOCK_NAMES = listed('hhmm hrmn hrmin hourminute hhmmss uhr');
/** Columns of the parts of a date, and of the minutes and seconds that stand apart from their hour. */
export const YEAR_NAMES = listed('year yyyy yr jahr année año ano anno वर्ष');
export const MONTH_NAMES = listed('month mon mm monat mois mes mese महीना माह');
export const DAY_NAMES = listed('day dd dayofmonth mday tag jour día dia giorno दिन');
export const MINUTE_NAMES = listed('minute minutes min mins mi mn minuten minuto minutos मिनट');
export const SECOND_NAMES = listed(
  'second seconds sec secs ss sekunde sekunden seconde secondes segundo segundos सेकंड',
);
/** Columns of full hours. */
export const HOUR_NAMES = listed(
  'hour hours hr hrs hh he hourofday hourending hourend stunde stunden std heure hora ora uur godzina час घंटा 时 小时',
);
/** Columns that say which zone the times of their row are in. */
export const ZONE_NAMES = listed(
  'timezone wwtimezone tz zone tzname utcoffset gmtoffset offset timezoneoffset tzoffset utcoffsethours zeitzone fuseau fuseauhoraire zonahoraria',
);
/** Columns of minutes between the times and UTC, whose sign programs do not agree on. */
export const BIAS_NAMES = listed('timezonebias tzbias zonebias bias');
/** Columns that say to which of several alike parts of the plant a tag belongs. */
export const GROUP_NAMES = listed(
  'plant site station unit block unitname asset assetname equipment equip area device machine line group module object loop node location',
  'anlage werk kraftwerk gerät gruppe bereich ort block aggregat kessel centrale unité équipement site groupe planta sitio equipo unidad संयंत्र इकाई',
);
/** Columns that go with a reading and are none. */
export const SIDE_NAMES = listed(
  'operation operationtype description desc comment comments remark remarks timezonebias timezone server annotated substituted questionable',
  'bemerkung bemerkungen kommentar commentaire remarque comentario observaciones beschreibung descripcion',
  'operator operatorname user username shift schicht bediener bearbeiter équipe turno operador पाली',
  'id rowid recordid index valuetype type datatype source',
);

/** Columns that count the rows. */
export const ROW_NUMBER_NAMES = listed(
  'no nr number num row rownumber rownum rowno srno sno slno index idx id recordid record lfdnr zeile ligne fila',
);

export const isQualityName = (plain: string): boolean => QUALITY_NAMES.includes(plain);
/** Such as `U1.LOAD Quality`, `U1_LOAD.status` or `T1_Q`. */
export const isQualityOfName = (name: string): boolean =>
  /(?:[\s._:/-](?:opc ?quality|quality|qual|validity|valid|confidence|conf|status|q)|quality|validity|confidence)\)?$/i.test(
    name,
  );
