/** Step sizes: the first step, and the next one after each. */
package org.odenet.solvers.control;
