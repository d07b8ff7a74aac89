/** Initial value problems: functions, solvers, solutions and gradient methods, as interfaces and plain data. */
package org.odenet.core.ode;
