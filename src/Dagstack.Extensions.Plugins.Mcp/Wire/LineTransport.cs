using Microsoft.Extensions.Logging;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>Messages as lines over two streams. It knows no process: whoever has one says when it is gone.</summary>
/// <remarks>
/// The streams are the caller's, who closes them; writing to them must not block the thread. One reader handles all that comes, in its order:
/// notifications are handled before it reads on, so that progress is told before the result and nothing piles up.
/// </remarks>
internal sealed class LineTransport : IClientTransport, IAsyncDisposable
{
    private readonly Stream _output;
    private readonly LineSettings _settings;
    private readonly ILoggerFactory? _loggers;
    private readonly InsideTable _inside = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly LineWriter _writer;
    private readonly TaskCompletionSource _readToEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private LineSession? _session;
    private WireException? _end;
    private bool _started;
    private bool _hasAnswered;
    private long _lastId;

    /// <summary>Initializes a new instance of the <see cref="LineTransport"/> class.</summary>
    /// <param name="input">What the server reads.</param>
    /// <param name="output">What the server writes.</param>
    /// <param name="gone">Completes when the server is gone, whoever holds its output open.</param>
    /// <param name="settings">How lines are carried.</param>
    /// <param name="loggers">Where the SDK logs to.</param>
    public LineTransport(Stream input, Stream output, Task gone, LineSettings? settings = null, ILoggerFactory? loggers = null)
    {
        _output = output;
        _settings = settings ?? new();
        _loggers = loggers is null ? null : new QuietLoggerFactory(loggers);
        _writer = new(input, failure => _ = EndSoonAsync($"The server does not take what is written to it any more ({ExceptionText.Of(failure)}). {WireErrors.WhenGone}"), _stop.Token);
        _ = gone.ContinueWith(_ => EndSoonAsync($"The server is gone. {WireErrors.WhenGone}"), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    public string Name => "stdio";

    /// <summary>Gets or sets what notifications go to, in their order. It is called by the one reader, and must not wait.</summary>
    public Action<string, ReadOnlyMemory<byte>>? Notified { get; set; }

    /// <summary>Gets why it ended, if it did.</summary>
    public WireException? Reason
    {
        get
        {
            lock (_gate)
            {
                return _end;
            }
        }
    }

    /// <summary>Gets or sets whether the server has answered anything.</summary>
    public bool HasAnswered
    {
        get => Volatile.Read(ref _hasAnswered);
        set => Volatile.Write(ref _hasAnswered, value);
    }

    internal LineSettings Settings => _settings;

    internal InsideTable Inside => _inside;

    /// <summary>Begins a session. One that was begun before has no part in what comes from now on.</summary>
    /// <exception cref="WireException">The server is gone.</exception>
    public Task<ITransport> ConnectAsync(CancellationToken cancellationToken = default)
    {
        var session = new LineSession(this, Name, _loggers);
        lock (_gate)
        {
            if (_end is not null)
            {
                throw _end.Again();
            }

            _session = session;
            if (_started)
            {
                return Task.FromResult<ITransport>(session);
            }

            _started = true;
        }

        _ = Task.Run(ReadAllAsync, CancellationToken.None);
        return Task.FromResult<ITransport>(session);
    }

    /// <summary>Ends what waits. The streams are left as they are.</summary>
    public async ValueTask DisposeAsync()
    {
        End(new(WireFault.Gone, "The connection to the server was closed by this side, and takes no more calls. Connect to it anew."));
        await _stop.CancelAsync().ConfigureAwait(false);
    }

    /// <summary>Writes a line, after all before it.</summary>
    internal Task WriteAsync(OutgoingLine outgoing, CancellationToken cancellationToken) => _writer.WriteAsync(outgoing, cancellationToken);

    /// <summary>Makes an id that no request of a session before had.</summary>
    internal string NextId() => $"s-{Interlocked.Increment(ref _lastId)}";

    /// <summary>Sends a request of whoever calls, and waits for its answer.</summary>
    /// <param name="owner">Who calls.</param>
    /// <param name="request">The request.</param>
    /// <param name="self">What is said of the client with it.</param>
    /// <param name="cancellationToken">Ends the waiting, and tells the server.</param>
    /// <exception cref="WireException">It was not sent, or came to nothing.</exception>
    internal ValueTask<WireResult> CallAsync(object owner, in WireRequest request, WireSelf self, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var call = new WireCall(this, request);
        var line = new OutgoingLine(MessageWriter.Request(request, self, _settings.MaxMessageBytes), call);
        _inside.Add(call.Id, new(owner, default, call, request.Method == WireKeys.Listen));
        try
        {
            _writer.Write(line);
        }
        catch (WireException)
        {
            _inside.Forget(call.Id);
            throw;
        }

        return call.WaitAsync(line, cancellationToken);
    }

    /// <summary>Takes the line of a request back that nobody waits for any more; if that has begun, the server is told.</summary>
    internal void TakeBack(OutgoingLine line, string id)
    {
        if (!_writer.TryTakeBack(line))
        {
            Post(new JsonRpcNotification { Method = WireKeys.Cancelled, Params = new System.Text.Json.Nodes.JsonObject { ["requestId"] = id } });
        }
    }

    internal void Post(JsonRpcMessage message) => _writer.Post(new(MessageWriter.Other(message)));

    internal int Waiting => _writer.Count;

    internal void Leave(LineSession session)
    {
        lock (_gate)
        {
            _session = _session == session ? null : _session;
        }

        _ = _inside.TakeAll(session);
    }

    /// <summary>Tells a hub nothing more; another one that has taken its place stays.</summary>
    internal void Forget(NotificationHub hub)
    {
        if (ReferenceEquals(Notified?.Target, hub))
        {
            Notified = null;
        }
    }

    internal void Report(WireReportKind kind, string text)
    {
        try
        {
            _settings.Report(new(kind, text));
        }
        catch (Exception)
        {
            // Reading goes on, whatever the one who is told of it does.
        }
    }

    private async Task ReadAllAsync()
    {
        var why = $"The server closed its output. {WireErrors.WhenGone}";
        using var reader = new LineReader(_output, _settings.MaxMessageBytes);
        try
        {
            var inbox = new LineInbox(this, reader);
            while (await reader.ReadAsync(_stop.Token).ConfigureAwait(false) is var kind and not LineKind.End)
            {
                inbox.Take(kind);
            }
        }
        catch (Exception exception)
        {
            why = $"What the server writes cannot be read any more ({ExceptionText.Of(exception)}). {WireErrors.WhenGone}";
        }

        _readToEnd.TrySetResult();
        End(new(WireFault.Gone, why));
    }

    /// <summary>Ends when all is read, or after the grace.</summary>
    private async Task EndSoonAsync(string why)
    {
        lock (_gate)
        {
            if (!_started)
            {
                _readToEnd.TrySetResult();
            }
        }

        try
        {
            await _readToEnd.Task.WaitAsync(_settings.Grace, _settings.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Somebody else holds the output open.
        }

        End(new(WireFault.Gone, why));
    }

    private void End(WireException reason)
    {
        LineSession? session;
        lock (_gate)
        {
            if (_end is not null)
            {
                return;
            }

            _end = reason;
            session = _session;
        }

        // The client is not told the reason: it would throw it in a task that nobody looks at. Calls have it from here, and a handshake asks for it.
        _writer.End(reason);
        _inside.TakeAll().ForEach(entry => entry.Call?.Fail(reason.Again()));
        session?.End();
    }
}
