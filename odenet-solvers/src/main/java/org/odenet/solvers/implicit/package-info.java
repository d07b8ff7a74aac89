/**
 * Steps whose stages are solved for: Newton's method with dense or matrix-free linear algebra, and L-BFGS, for implicit
 * Runge–Kutta methods.
 */
package org.odenet.solvers.implicit;
