#!/bin/sh
# Ends the processes of one stack when the process that started them is gone, whatever ended it.
# Its stdin is a pipe from that process: "+ pid" and "- pid" say what runs, "done" says that all was stopped in
# order. The end of the pipe without "done" means death: everything still running is ended, the folder removed.
# Usage: reaper.sh <run folder>
folder=$1
trap '' INT TERM HUP QUIT
pids=' '
while read -r what pid; do
  case $what in
    +) pids="$pids$pid " ;;
    -)
      rest=' '
      for known in $pids; do
        [ "$known" = "$pid" ] || rest="$rest$known "
      done
      pids=$rest
      ;;
    done) exit 0 ;;
  esac
done

# SIGINT: an orderly, quick end for PostgreSQL ("fast" shutdown) and for the JVM.
for pid in $pids; do kill -INT "$pid" 2>/dev/null; done
rounds=0
while [ $rounds -lt 30 ]; do
  alive=''
  for pid in $pids; do
    if kill -0 "$pid" 2>/dev/null; then alive="$alive $pid"; fi
  done
  [ -z "$alive" ] && break
  rounds=$((rounds + 1))
  sleep 0.1
done
for pid in $alive; do kill -KILL "$pid" 2>/dev/null; done
case $folder in
  */.cache/run/* | */zulip-workers-*/run/*) rm -rf "$folder" ;;
esac
