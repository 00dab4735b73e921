export {nearest} from '../decode/filter/nearest.ts';
