import type { Plant } from '@shared/contract/plants.ts';
import { useWorkspace } from './api/workspace.ts';
import { GenerateDialog } from './features/generate/generate-dialog.tsx';
import { ImportDialog } from './features/imports/import-dialog.tsx';
import { LabelEditor } from './features/labels/label-editor.tsx';
import { LabelsDialog } from './features/labels/labels-dialog.tsx';
import { PlantDialog } from './features/plants/plant-dialog.tsx';
import { TrainDialog } from './features/runs/train-dialog.tsx';
import { BackTestDialog } from './features/studies/back-test-dialog.tsx';
import { CompareDialog } from './features/studies/compare-dialog.tsx';
import { SearchDialog } from './features/studies/search-dialog.tsx';
import { StartsDialog } from './features/starts/starts-dialog.tsx';
import { ShortcutsDialog } from './features/shortcuts/shortcuts-dialog.tsx';
import { DeleteDialog } from './features/store-care/delete-dialog.tsx';
import { RetentionDialog } from './features/store-care/retention-dialog.tsx';
import { StoreCareDialog } from './features/store-care/store-care-dialog.tsx';

/** The dialog that is open, if any; files that wait to be imported bring their own. */
export function Dialogs({ plant }: { plant: Plant | null }) {
  const dialog = useWorkspace((state) => state.dialog);
  return (
    <>
      {dialog === 'shortcuts' && <ShortcutsDialog />}
      {dialog === 'store-care' && <StoreCareDialog />}
      {dialog === 'plant-add' && <PlantDialog plant={null} />}
      {plant !== null && dialog === 'plant-edit' && <PlantDialog plant={plant} />}
      {plant !== null && dialog === 'generate' && <GenerateDialog plant={plant} />}
      {plant !== null && dialog === 'train' && <TrainDialog plant={plant} />}
      {plant !== null && dialog === 'compare' && <CompareDialog plant={plant} />}
      {plant !== null && dialog === 'search' && <SearchDialog plant={plant} />}
      {plant !== null && dialog === 'back-test' && <BackTestDialog plant={plant} />}
      {plant !== null && dialog === 'starts' && <StartsDialog plant={plant} />}
      {plant !== null && dialog === 'labels' && <LabelsDialog plant={plant} />}
      {plant !== null && dialog === 'delete-readings' && <DeleteDialog plant={plant} />}
      {plant !== null && dialog === 'retention' && <RetentionDialog plant={plant} />}
      {plant !== null && <LabelEditor plant={plant} />}
      {plant !== null && <ImportDialog plant={plant} />}
    </>
  );
}
