/** Methods that remember the derivatives of earlier steps. */
package org.odenet.solvers.multistep;
