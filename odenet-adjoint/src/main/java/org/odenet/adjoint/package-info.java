/** Gradients through ODE solves: direct, checkpointed and continuous adjoint, and a comparison of them all. */
package org.odenet.adjoint;
