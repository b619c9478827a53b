using System.IO.Pipes;

namespace Dagstack.Extensions.Plugins.Mcp.Processes;

/// <summary>A group of processes on Linux or macOS, and its leader.</summary>
internal sealed class UnixGroup : IChildGroup
{
    private readonly Lock _sync = new();
    private readonly ChildWatch _watch;
    private readonly UnixGuard? _guard;
    private volatile bool _reaped;
    private bool _gone;

    private UnixGroup(int process, ChildWatch watch, UnixGuard? guard, PosixPipe input, PosixPipe output, PosixPipe error)
    {
        (Id, _watch, _guard) = (process, watch, guard);
        (Input, Output, Error) = (input.ToStream(reads: false), output.ToStream(reads: true), error.ToStream(reads: true));
    }

    public int Id { get; }

    public bool IsGuarded { get; private init; }

    public Stream Input { get; }

    public Stream Output { get; }

    public Stream Error { get; }

    public static UnixGroup Start(ChildCommand command, ChildWatch watch, bool isOld = false)
    {
        try
        {
            return StartCore(command, watch, isOld);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ChildStartException($"The process of {command.Name} could not be started: {ExceptionText.MessageOf(exception).TrimEnd('.', ' ')}. Raise the host's limit of open files (ulimit -n), or run less; a sandbox has to let the host open /dev/null and read /proc/self/fd.", exception);
        }
    }

    public void WhenEnded(Action<ChildStatus> ended) => _watch.Watch(Id, () =>
    {
        ChildStatus status;
        lock (_sync)
        {
            status = Posix.TryReap(Id, out var taken, wait: true) == Id ? ChildStatus.OfWait(taken) : default;
            _reaped = true;
        }

        ended(status);
    });

    public void Signal(bool kill) => Send(kill ? Posix.Kill : Posix.Terminate);

    public bool IsAlive() => Send(0) && (!_reaped || ProcTable.HasRunning(Id));

    public bool HasEnded()
    {
        lock (_sync)
        {
            return _reaped || Posix.HasEnded(Id);
        }
    }

    public void Release()
    {
        lock (_sync)
        {
            _gone = true;
            _guard?.Dispose();
        }
    }

    public void Abandon()
    {
        lock (_sync)
        {
            if (!_reaped)
            {
                Posix.SignalGroup(Id, Posix.Kill);
                _ = Posix.TryReap(Id, out _, wait: true);
                _reaped = true;
            }
        }

        Release();
        Dispose();
    }

    public void Dispose()
    {
        Input.Dispose();
        Output.Dispose();
        Error.Dispose();
    }

    /// <summary>The number of the group is nobody else's while its leader is not reaped, or while there are members. Afterwards it is not used again.</summary>
    private bool Send(int signal)
    {
        lock (_sync)
        {
            if (_gone)
            {
                return false;
            }

            if (!_reaped)
            {
                Posix.SignalGroup(Id, signal);
                return true;
            }

            // Those whose parents have ended are the host's own children where it is process 1.
            while (Posix.TryReap(-Id, out _) > 0)
            {
                // The next.
            }

            _gone = !Posix.SignalGroup(Id, signal);
            return !_gone;
        }
    }

    private static UnixGroup StartCore(ChildCommand command, ChildWatch watch, bool isOld)
    {
        using var input = PosixPipe.Create(PipeDirection.Out);
        using var output = PosixPipe.Create(PipeDirection.In);
        using var error = PosixPipe.Create(PipeDirection.In);
        var guard = UnixGuard.Start([input, output, error], command.Name);
        var process = 0;
        try
        {
            var (file, arguments, folder) = Line(command, isOld);
            var number = PosixSpawn.Start(file, arguments, command.Environment.Select(static item => $"{item.Key}={item.Value}"), folder, input.ChildEnd, output.ChildEnd, error.ChildEnd, out process, isOld);
            if (number != 0)
            {
                throw UnixStartErrors.Describe(command, number);
            }

            var isGuarded = guard?.Protect(process) == true;
            return new UnixGroup(process, watch, guard, input, output, error) { IsGuarded = isGuarded };
        }
        catch
        {
            if (process > 0)
            {
                Posix.SignalGroup(process, Posix.Kill);
                _ = Posix.TryReap(process, out _, wait: true);
            }

            guard?.Dispose();
            throw;
        }
    }

    private static (string File, IEnumerable<string> Arguments, string? Folder) Line(ChildCommand command, bool isOld) => PosixSpawn.CanChangeFolder && !isOld
        ? (command.File, command.Arguments.Prepend(command.File), command.Folder)
        // An old C library: a shell goes there first. It drops variables whose names are no identifiers.
        : ("/bin/sh", ["/bin/sh", "-c", "cd -- \"$1\" && unset PWD OLDPWD && shift && exec \"$@\"", "sh", command.Folder, command.File, .. command.Arguments], null);
}
