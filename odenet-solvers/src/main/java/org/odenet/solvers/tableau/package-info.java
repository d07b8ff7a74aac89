/** Runge-Kutta methods as data: their Butcher tableaux. */
package org.odenet.solvers.tableau;
