package org.odenet.core.ode;

/**
 * An event that happened in a solve.
 *
 * @param event the number of the event, from 0, in the order in which the options were given
 * @param time when it happened
 * @param state the state at that time, before a reset; it is the solution's own
 * @param <S> the type of a state
 */
public record EventOccurrence<S>(int event, double time, S state) {}
