/** Continuous solutions over accepted steps. */
package org.odenet.solvers.dense;
