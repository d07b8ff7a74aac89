package org.odenet.models.serving;

import java.time.Duration;

/**
 * What a service has to do at one moment.
 *
 * @param waiting how many queries wait
 * @param oldestWaiting how long the oldest of these has waited; zero if there are none
 * @param oldestSolving how long ago the oldest query in the solve was submitted
 */
public record Load(int waiting, Duration oldestWaiting, Duration oldestSolving) {}
