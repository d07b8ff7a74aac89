package org.odenet.adjoint;

/**
 * A cotangent of the state at a place strictly inside a step.
 *
 * @param theta the place, from 0 at the step's start to 1 at its end
 * @param cotangent the cotangent
 */
record ObservedCotangent<S>(double theta, S cotangent) {}
