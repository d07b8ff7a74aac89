/** The vector spaces that solvers compute in: tensors and plain arrays behind one interface. */
package org.odenet.core.state;
