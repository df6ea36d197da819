/**
 * What a decoder-only transformer is made of: its configuration and its weights, whatever file format or device they come
 * from and go to.
 */
@NullMarked
package dev.turbobench.engine.turbomind.model;

import org.jspecify.annotations.NullMarked;
