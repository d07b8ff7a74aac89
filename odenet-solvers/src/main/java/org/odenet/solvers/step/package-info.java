/** One step of a Runge-Kutta method. */
package org.odenet.solvers.step;
