import { Layers as LayersIcon } from 'lucide-react';
import { useState } from 'react';
import { Button, CheckboxGroup } from 'react-aria-components';

import type { MapLayer } from '../map/marks.ts';
import { Checkbox } from '../parts/checkbox.tsx';
import { useWords } from '../words/words.ts';
import { LAYERS } from './picture-address.ts';

/** What is drawn on the map, switched on and off; folded away by its own button. */
export function Layers({
  hidden,
  onChange,
}: {
  readonly hidden: readonly MapLayer[];
  readonly onChange: (hidden: readonly MapLayer[]) => void;
}) {
  const { t } = useWords();
  const [isOpen, setOpen] = useState(true);
  return (
    <div className="absolute start-3 top-3 rounded-md border border-line bg-panel shadow-sm">
      <Button
        aria-expanded={isOpen}
        onPress={() => setOpen(!isOpen)}
        className="flex min-h-8 w-full items-center gap-2 rounded-md px-2.5 font-medium data-[hovered]:bg-raised"
      >
        <LayersIcon aria-hidden size={15} />
        {t('picture.layers.title')}
      </Button>
      {isOpen ? (
        <CheckboxGroup
          aria-label={t('picture.layers.title')}
          className="px-2.5 pb-1.5"
          value={LAYERS.filter((layer) => !hidden.includes(layer))}
          onChange={(shown) => onChange(LAYERS.filter((layer) => !shown.includes(layer)))}
        >
          {LAYERS.map((layer) => (
            <Checkbox key={layer} value={layer}>
              {t(`picture.layers.${layer}`)}
            </Checkbox>
          ))}
        </CheckboxGroup>
      ) : null}
    </div>
  );
}
