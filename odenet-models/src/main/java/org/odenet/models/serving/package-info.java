/** Answers queries under load: depth falls before latency rises. */
package org.odenet.models.serving;
