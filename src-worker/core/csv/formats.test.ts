import { describe, expect, it } from 'vitest';
import { readLines as read } from './fixtures/read-bytes.ts';

/** tag, time of day, value or status */
const brief = ({ readings }: Awaited<ReturnType<typeof read>>) =>
  readings.map(([tag, time, value, , status]) => [tag, time.slice(0, 19).replace('T', ' '), value ?? status]);

describe('formats of historians', () => {
  it('PI: states, error numbers and overflowing cells in a wide file', async () => {
    const result = await read(
      {},
      'Time,U1.LOAD,U1.T',
      '01-Apr-24 06:15:00,[-11059] No Good Data For Calculation,Resize to show all values',
      '01-Apr-24 06:16:00,#N/A,540.2',
      '01-Apr-24 06:17:00,########,Bad Input',
    );
    expect(result.preview.plan.layout).toBe('wide');
    expect(result.readings.map(([, , value, , status]) => value ?? status)).toEqual([
      '[-11059] No Good Data For Calculation',
      '#N/A',
      '########',
      'Resize to show all values',
      540.2,
      'Bad Input',
    ]);
  });

  it('PI pairs with a group row, a parameter row and a unit row, of different length', async () => {
    const result = await read(
      {},
      'BOILER,,TURBINE,',
      'TEMP,,TEMP,',
      'degC,,degC,',
      '01-Apr-24 06:15:00,Pt Created,01-Apr-24 06:15:03,480.1',
      '01-Apr-24 06:16:00,540.1,01-Apr-24 06:15:13,480.2',
      '01-Apr-24 06:17:00,540.3,,',
    );
    expect(result.preview.plan).toMatchObject({ layout: 'pairs', headerLine: 2, unitsLine: 3 });
    expect(result.tags).toEqual([
      { name: 'BOILER TEMP', unit: 'degC' },
      { name: 'TURBINE TEMP', unit: 'degC' },
    ]);
    expect(result.readings.map(([, , value]) => value)).toEqual([null, 540.1, 540.3, 480.1, 480.2]);
  });

  it('Proficy: comments, section line, columns in any order, the bias of a zone that exists', async () => {
    const result = await read(
      {},
      '* Exported, by Proficy Historian',
      '[Data]',
      'TimeStamp,Tagname,DataQuality,Value,TimeZoneBias',
      '7/20/01 11:07,TIGER.IMPORT_TAG1.F_CV,Good,1,-330',
      '7/20/01 11:08,TIGER.IMPORT_TAG1.F_CV,Bad,0,-330',
    );
    expect(result.preview.plan).toMatchObject({ layout: 'long', headerLine: 3, dateOrder: 'mdy' });
    expect(result.preview.questions).toEqual([]);
    expect(brief(result)).toEqual([
      ['TIGER.IMPORT_TAG1.F_CV', '2001-07-20 05:37:00', 1],
      ['TIGER.IMPORT_TAG1.F_CV', '2001-07-20 05:38:00', 'Bad'],
    ]);
  });

  it('AVEVA: fast-load lines without a header, date and time apart, OPC quality last', async () => {
    const result = await read(
      {},
      'ASCII',
      '|',
      'admin|0|Server Local|10|2',
      'ReactTemp|0|1999/12/19|16:35:09.000|1|56.0|192',
      'ReactTemp|0|1999/12/19|16:36:09.000|1|57.5|192',
      'ReactLevel|0|1999/12/19|16:36:09.000|1|2.5|0',
    );
    expect(brief(result)).toEqual([
      ['ReactTemp', '1999-12-19 16:35:09', 56],
      ['ReactTemp', '1999-12-19 16:36:09', 57.5],
      ['ReactLevel', '1999-12-19 16:36:09', 'Column 7 0'],
    ]);
  });

  it('AVEVA: takes the most telling of several quality columns', async () => {
    const result = await read(
      {},
      'DateTime,TagName,Value,Quality,QualityDetail,OPCQuality',
      '2024-04-01 06:15:00.000,U1.LOAD,498.7,0,192,192',
      '2024-04-01 06:15:10.000,U1.LOAD,0,1,24,0',
      '2024-04-01 06:15:20.000,U1.LOAD,499,133,192,192',
      '2024-04-01 06:15:30.000,U1.LOAD,500,16,64,64',
    );
    expect(result.readings.map(([, , value, quality]) => [value, quality])).toEqual([
      [498.7, 0],
      [null, 2],
      [499, 0],
      [500, 1],
    ]);
  });

  it('AVEVA Insight: narrow, columns in any order, an operation column', async () => {
    const result = await read(
      {},
      'Value,Operation,TagName,DateTime',
      '498.7,insert,U1.LOAD,2024-04-01T06:15:00Z',
      '498.9,insert,U1.LOAD,2024-04-01T06:15:10Z',
    );
    expect(brief(result).map(([, , value]) => value)).toEqual([498.7, 498.9]);
  });

  it('WinCC: the sibling with decimal point and AM/PM; its serial time settles the date order', async () => {
    const result = await read(
      {},
      '"VarName","TimeString","VarValue","Validity","Time_ms"',
      '"Var_107","4/1/2024 6:15:02 AM",66.25,1,45383260439.81',
      '"Var_107","4/1/2024 6:15:12 AM",66.50,2,45383260555.56',
    );
    expect(result.preview.questions).toEqual([]);
    expect(brief(result)).toEqual([
      ['Var_107', '2024-04-01 06:15:02', 66.25],
      ['Var_107', '2024-04-01 06:15:12', 'Validity 2'],
    ]);
  });

  it('WinCC: resolves the serial time to its 0.864 ms', async () => {
    const result = await read(
      {},
      '"VarName";"TimeString";"VarValue";"Validity";"Time_ms"',
      '"Var_107";"01.04.98 11:02:52";66,00;1;35886460322,81',
    );
    expect(result.readings[0]?.slice(0, 3)).toEqual(['Var_107', '1998-04-01T11:02:51.891Z', 66]);
  });

  it('ICONICS: directives above the header, the zone among them', async () => {
    const result = await read(
      {},
      '[TimestampKind, UTC]',
      '[TimestampFormat, yyyy-MM-dd HH:mm:ss, en-US]',
      'Timestamp,U1.LOAD,U1.T',
      '2024-04-01 06:15:00,498.7,540',
    );
    expect(result.preview.plan).toMatchObject({ headerLine: 3, zone: 'UTC' });
    expect(result.preview.evidence.find(({ about }) => about === 'zone')?.because).toContain(
      'The file says so',
    );
    expect(result.tags.map(({ name }) => name)).toEqual(['U1.LOAD', 'U1.T']);
  });

  it('Citect: milliseconds in a column, NA, GATED and localised alarm text', async () => {
    const result = await read(
      {},
      'Time,Milliseconds,Pane1-Pen1,Pane1-Pen2',
      '1/04/2024 6:15:00 AM,250,498.7,NA',
      '13/04/2024 6:15:10 AM,750,GATED,12.5',
      '13/04/2024 6:15:20 AM,0,Alarme désactivée,12.6',
    );
    expect(result.readings.map(([tag, time, value, , status]) => [tag, time, value ?? status])).toEqual([
      ['Pane1-Pen1', '2024-04-01T06:15:00.250Z', 498.7],
      ['Pane1-Pen1', '2024-04-13T06:15:10.750Z', 'GATED'],
      ['Pane1-Pen1', '2024-04-13T06:15:20.000Z', 'Alarme désactivée'],
      ['Pane1-Pen2', '2024-04-01T06:15:00.250Z', 'NA'],
      ['Pane1-Pen2', '2024-04-13T06:15:10.750Z', 12.5],
      ['Pane1-Pen2', '2024-04-13T06:15:20.000Z', 12.6],
    ]);
  });

  it('PHD: uses values from a confidence of 50', async () => {
    const result = await read(
      {},
      'TAGNAME,TIMESTAMP,VALUE,CONFIDENCE',
      '01TI101.PV,04/13/2024 06:15:00,498.7,100',
      '01TI101.PV,04/13/2024 06:16:00,499.7,40',
      '01TI101.PV,04/13/2024 06:17:00,499.9,50',
    );
    expect(brief(result).map(([, , value]) => value)).toEqual([498.7, 'CONFIDENCE 40', 499.9]);
  });

  it('PHD: a confidence beside each value of a wide file belongs to that value alone', async () => {
    const result = await read(
      {},
      'Time,TI101,TI101 Confidence,PI102,PI102 Confidence',
      '04/13/2024 06:15:00,498.7,100,12.1,0',
      '04/13/2024 06:16:00,499.7,40,12.2,100',
    );
    expect(result.readings.map(([tag, , value]) => [tag, value])).toEqual([
      ['TI101', 498.7],
      ['TI101', null],
      ['PI102', null],
      ['PI102', 12.2],
    ]);
  });

  it('Panasonic: seven header rows, date and time in two columns, `-` and NaN as invalid', async () => {
    const result = await read(
      {},
      'Date,Time,Boiler temp,Steam flow,Valve',
      ',,COM1,COM1,COM1',
      ',,DT100,DT102,R10',
      ',,SF,SF,BOOL',
      ',,DEC,DEC,DEC',
      ',,0.0,0.0,0',
      ',,degC,t/h,-',
      '2024/04/01,06:15:00,538.2,120.5,1',
      '2024/04/01,06:15:10,-,NaN,0',
    );
    expect(result.preview.plan).toMatchObject({ headerLine: 1, unitsLine: 7, firstDataLine: 8 });
    expect(result.tags).toEqual([
      { name: 'Boiler temp', unit: 'degC' },
      { name: 'Steam flow', unit: 't/h' },
      { name: 'Valve', unit: null },
    ]);
    expect(result.readings.map(([, , value, , status]) => value ?? status)).toEqual([
      538.2,
      '-',
      120.5,
      'NaN',
      1,
      0,
    ]);
  });

  it('Schneider: tags inside the row, in any number and order, and a trailing delimiter', async () => {
    const result = await read(
      {},
      '01/04/2024 06:15:00;U1.LOAD;498.7;U1.T;540.1;',
      '13/04/2024 06:15:10;U1.LOAD;498.9;',
      '13/04/2024 06:15:20;U1.T;541;U1.LOAD;498.2;U1.P;170.5;',
    );
    expect(result.preview.plan.layout).toBe('tag-rows');
    expect(brief(result)).toEqual([
      ['U1.LOAD', '2024-04-01 06:15:00', 498.7],
      ['U1.LOAD', '2024-04-13 06:15:10', 498.9],
      ['U1.LOAD', '2024-04-13 06:15:20', 498.2],
      ['U1.T', '2024-04-01 06:15:00', 540.1],
      ['U1.T', '2024-04-13 06:15:20', 541],
      ['U1.P', '2024-04-13 06:15:20', 170.5],
    ]);
  });

  it('Schneider: the wide form with a trailing delimiter', async () => {
    const result = await read({}, 'time;U1.LOAD;U1.T;', '2024-04-13 06:15:00;498.7;540.1;');
    expect(result.tags.map(({ name }) => name)).toEqual(['U1.LOAD', 'U1.T']);
    expect(result.outcome.rejectedCount).toBe(0);
  });

  it('Ignition: names, types and rows lines', async () => {
    const result = await read(
      {},
      '"#NAMES"',
      '"t_stamp","U1/Load","U1/Temp"',
      '"#TYPES"',
      '"date","D","D"',
      '"#ROWS","2"',
      '"2024-04-01 06:15:00","498.7","540.1"',
      '"2024-04-01 06:15:10","498.8",""',
    );
    expect(brief(result)).toEqual([
      ['U1/Load', '2024-04-01 06:15:00', 498.7],
      ['U1/Load', '2024-04-01 06:15:10', 498.8],
      ['U1/Temp', '2024-04-01 06:15:00', 540.1],
      ['U1/Temp', '2024-04-01 06:15:10', null],
    ]);
  });

  it('Excel: Indian digit groups, seconds dropped, a unit in the header', async () => {
    const result = await read(
      {},
      'Time,Coal flow (kg/h)',
      '01-04-2024 06:15,"1,25,000.50"',
      '13-04-2024 06:16,1.23E+05',
    );
    expect(result.tags).toEqual([{ name: 'Coal flow', unit: 'kg/h' }]);
    expect(result.readings.map(([, , value]) => value)).toEqual([125000.5, 123000]);
  });

  it('Excel: French groups with spaces and a decimal comma', async () => {
    const result = await read(
      {},
      'Date;Puissance (MW)',
      '01/04/2024 06:15;1\u202f498,7',
      '13/04/2024 06:15;998,5',
    );
    expect(result.readings.map(([, , value]) => value)).toEqual([1498.7, 998.5]);
  });

  it('a generated table: constant texts are left out and told, offsets are kept', async () => {
    const result = await read(
      {},
      'timestamp,plant,fuel,capacity_mw,temperature [degC]',
      '2024-04-01T06:15:00+05:30,ZAWAR MINES,Coal,80,538.1',
      '2024-04-01T06:16:00+05:30,ZAWAR MINES,Coal,80,538.2',
    );
    expect(result.tags).toEqual([
      { name: 'capacity_mw', unit: 'MW' },
      { name: 'temperature', unit: 'degC' },
    ]);
    expect(result.preview.notices[0]).toBe(
      'Column "plant" is left out: it has the same text in every row ("ZAWAR MINES").',
    );
    expect(result.readings[0]?.[1]).toBe('2024-04-01T00:45:00.000Z');
  });
});
