import { expect, test } from 'vitest';
import { createUserGesture, GESTURE_MS } from './user-gesture.ts';

test('a user gesture allows one action for a second', () => {
  let time = 0;
  const gesture = createUserGesture(() => time);
  expect(gesture.use()).toBe(false);
  gesture.saw('mouseUp');
  expect(gesture.use()).toBe(true);
  expect(gesture.use()).toBe(false);
  gesture.saw('keyDown');
  time += GESTURE_MS;
  expect(gesture.use()).toBe(true);
  gesture.saw('gestureTap');
  time += GESTURE_MS + 1;
  expect(gesture.use()).toBe(false);
});

test.each(['mouseMove', 'mouseEnter', 'mouseLeave', 'mouseDown', 'mouseWheel', 'gestureScrollBegin', 'char', ''])(
  '%j is no user gesture',
  (type) => {
    const gesture = createUserGesture(() => 0);
    gesture.saw(type);
    expect(gesture.use()).toBe(false);
  },
);
