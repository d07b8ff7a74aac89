/** Explicit Runge-Kutta and other solvers for initial value problems, by object and by name. */
package org.odenet.solvers;
