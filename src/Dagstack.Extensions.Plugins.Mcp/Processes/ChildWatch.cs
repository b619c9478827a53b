using System.IO.Pipes;
using Microsoft.Win32.SafeHandles;

namespace Dagstack.Extensions.Plugins.Mcp.Processes;

/// <summary>Tells when children end. One thread looks after all of them, and lives while there is one.</summary>
/// <remarks>
/// .NET's own signal of ended children is no help: a host that is process 1 of a container takes the exit codes of all children as soon as
/// anybody listens to it. Kernels without descriptors of processes (macOS, Linux before 5.3, strict sandboxes) cost a thread per child.
/// </remarks>
/// <param name="start">Runs something on a thread of its own.</param>
/// <param name="needsThreads">Whether to do as on such a kernel.</param>
internal sealed class ChildWatch(Action<Action> start, bool needsThreads = false)
{
    private const int StackSize = 128 * 1024;

    private readonly Lock _sync = new();
    private readonly Dictionary<int, (SafeFileHandle Handle, Action Ended)> _children = [];
    private PosixPipe? _wake;

    public ChildWatch(bool needsThreads = false)
        : this(static run => new Thread(new ThreadStart(run), StackSize) { IsBackground = true, Name = "dagstack: ended processes" }.UnsafeStart(), needsThreads)
    {
    }

    /// <summary>Calls back once when a child has ended, on a thread that must not be held up. Its status is still to be taken.</summary>
    /// <exception cref="Exception">The system gives no thread: nobody is called back.</exception>
    public void Watch(int process, Action ended)
    {
        if ((needsThreads ? null : Posix.TryOpenProcess(process)) is not { } handle || !TryAdd(handle, ended))
        {
            start(() =>
            {
                Posix.WaitForEnd(process);
                ended();
            });
        }
    }

    private bool TryAdd(SafeFileHandle handle, Action ended)
    {
        lock (_sync)
        {
            if (_wake is null)
            {
                try
                {
                    _wake = PosixPipe.Create(PipeDirection.Out);
                }
                catch (ChildStartException)
                {
                    // The child runs by now, and must not be lost for want of a descriptor.
                    handle.Dispose();
                    return false;
                }

                try
                {
                    start(Run);
                }
                catch
                {
                    // The next one is to get a thread; this one has none.
                    _wake.Dispose();
                    _wake = null;
                    handle.Dispose();
                    throw;
                }
            }
            else
            {
                Posix.Write(_wake.HostEnd, "x"u8);
            }

            _children.Add((int)handle.DangerousGetHandle(), (handle, ended));
            return true;
        }
    }

    private void Run()
    {
        while (Next() is { } descriptors)
        {
            Posix.Poll(descriptors);
            foreach (var descriptor in descriptors)
            {
                if (descriptor.Found != 0)
                {
                    Take(descriptor.Descriptor)?.Invoke();
                }
            }
        }
    }

    private PollDescriptor[]? Next()
    {
        lock (_sync)
        {
            if (_children.Count == 0)
            {
                _wake!.Dispose();
                _wake = null;
                return null;
            }

            return [.. _children.Keys.Append((int)_wake!.ChildEnd.DangerousGetHandle()).Select(static descriptor => new PollDescriptor { Descriptor = descriptor, Wanted = Posix.Readable })];
        }
    }

    private Action? Take(int descriptor)
    {
        lock (_sync)
        {
            if (_children.Remove(descriptor, out var child))
            {
                child.Handle.Dispose();
                return child.Ended;
            }

            // Those who add a child write under the lock, so that what is here is there to be read.
            Posix.Read(_wake!.ChildEnd, stackalloc byte[64]);
            return null;
        }
    }
}
