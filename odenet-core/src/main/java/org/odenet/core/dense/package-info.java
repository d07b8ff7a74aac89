/** Small fully connected networks on plain arrays, for ODEs whose functions are too small to be worth tensors. */
package org.odenet.core.dense;
