namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>Writes lines one after the other, each whole or not at all, whatever becomes of the calls that they belong to.</summary>
/// <remarks>
/// Whoever finds nobody writing begins to; there is no thread that waits. Half a line would make the next call part of it: a call that
/// is cancelled takes its line out of the queue, or leaves it to the writer if that has begun with it.
/// </remarks>
internal sealed class LineWriter(Stream stream, Action<Exception> failed, CancellationToken stop)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<OutgoingLine> _queue = new();
    private OutgoingLine? _current;
    private bool _writing;
    private WireException? _end;

    /// <summary>Gets how many lines wait.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _queue.Count;
            }
        }
    }

    /// <summary>Writes a line, after all before it.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled, and no byte of it was written.</exception>
    /// <exception cref="WireException">The transport ended.</exception>
    public async Task WriteAsync(OutgoingLine line, CancellationToken cancellationToken)
    {
        var done = line.Watch();
        Write(line);
        if (!done.IsCompleted && cancellationToken.CanBeCanceled)
        {
            var registration = cancellationToken.UnsafeRegister(static (state, token) =>
            {
                var (writer, waiting) = ((LineWriter, OutgoingLine))state!;
                writer.LetGo(waiting, token);
            }, (this, line));
            await using (registration.ConfigureAwait(false))
            {
                await done.ConfigureAwait(false);
            }

            return;
        }

        await done.ConfigureAwait(false);
    }

    /// <summary>Writes a line, after all before it. Nobody waits for it here.</summary>
    /// <exception cref="WireException">The transport ended.</exception>
    public void Write(OutgoingLine line)
    {
        lock (_gate)
        {
            if (_end is not null)
            {
                line.Dispose();
                throw _end.Unsent();
            }

            if (_writing)
            {
                _queue.AddLast(line);
                return;
            }

            _writing = true;
            Begin(line);
        }

        _ = DrainAsync(line);
    }

    /// <summary>Takes a line back that nobody wants to be written any more.</summary>
    /// <returns>Whether no byte of it was written, and none will be.</returns>
    public bool TryTakeBack(OutgoingLine line)
    {
        lock (_gate)
        {
            if (line.Begun || !_queue.Remove(line))
            {
                return false;
            }
        }

        line.Dispose();
        return true;
    }

    /// <summary>Writes a line for nobody.</summary>
    public void Post(OutgoingLine line)
    {
        try
        {
            Write(line);
        }
        catch (WireException)
        {
            // The transport ended, and what nobody waits for with it.
        }
    }

    /// <summary>Fails what waits, and all that comes.</summary>
    public void End(WireException reason)
    {
        List<OutgoingLine> waiting;
        OutgoingLine? current;
        lock (_gate)
        {
            if (_end is not null)
            {
                return;
            }

            _end = reason;
            waiting = [.. _queue];
            current = _current;
            _queue.Clear();
        }

        // Its bytes are still the stream's.
        current?.Fail(reason.Again());
        foreach (var line in waiting)
        {
            line.Fail(reason.Unsent());
            line.Dispose();
        }
    }

    private void LetGo(OutgoingLine line, CancellationToken cancellationToken)
    {
        if (TryTakeBack(line))
        {
            line.Cancel(cancellationToken);
        }
        else
        {
            // It goes its way, or was failed.
            line.Succeed();
        }
    }

    private async Task DrainAsync(OutgoingLine first)
    {
        for (var line = first; line is not null; line = Next())
        {
            if (line != first)
            {
                // Whoever began has a line of its own to wait for, not those of all others; and its thread may be one that waits for this.
                await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            }

            try
            {
                await stream.WriteAsync(line.Bytes.Written, stop).ConfigureAwait(false);
                await stream.FlushAsync(stop).ConfigureAwait(false);
                line.Succeed();
            }
            catch (Exception exception)
            {
                line.Fail(new WireException(WireFault.Gone, $"The server does not take what is written to it any more ({ExceptionText.Of(exception)}). {WireErrors.WhenGone}", exception) { WasNotSent = true });
                failed(exception);

                // The array is left to the collector: nobody knows whether the stream still reads it.
                _ = line.Bytes.Detach();
                return;
            }

            line.Dispose();
        }
    }

    private OutgoingLine? Next()
    {
        lock (_gate)
        {
            _current = null;
            if (_end is not null || _queue.First is not { } first)
            {
                _writing = false;
                return null;
            }

            _queue.RemoveFirst();
            return Begin(first.Value);
        }
    }

    private OutgoingLine Begin(OutgoingLine line)
    {
        line.Begun = true;
        return _current = line;
    }
}
