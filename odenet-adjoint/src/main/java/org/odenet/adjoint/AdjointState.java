package org.odenet.adjoint;

/**
 * The state of the continuous adjoint.
 *
 * @param y the state of the original ODE
 * @param cotangent the loss's gradient by it, a(t)
 * @param gradient the parameters' gradient so far, a quadrature beside the ODE; null where it is not wanted
 */
record AdjointState<S>(S y, S cotangent, S gradient) {}
