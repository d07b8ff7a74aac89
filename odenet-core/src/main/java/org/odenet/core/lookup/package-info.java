/** Finding things by their names. */
package org.odenet.core.lookup;
