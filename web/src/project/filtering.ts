/** What a view needs of filters once there is one; one chunk of its own. */
export { isFilter, parseFilter } from './filterCheck'
export { matcher, type Match } from './filterMatch'
