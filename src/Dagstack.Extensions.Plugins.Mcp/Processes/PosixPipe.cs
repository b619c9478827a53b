using System.IO.Pipes;
using System.Runtime.InteropServices;

namespace Dagstack.Extensions.Plugins.Mcp.Processes;

/// <summary>A pipe between the host and a child. No descriptor of it is inherited by itself.</summary>
internal sealed class PosixPipe : IDisposable
{
    private readonly AnonymousPipeServerStream _stream;

    private PosixPipe(AnonymousPipeServerStream stream) => (_stream, ChildEnd, HostEnd) = (stream, stream.ClientSafePipeHandle, stream.SafePipeHandle);

    /// <summary>The end that the child gets.</summary>
    public SafeHandle ChildEnd { get; }

    /// <summary>The end that the host keeps.</summary>
    public SafeHandle HostEnd { get; }

    /// <summary>Makes a pipe whose descriptors are none of the three that a child's are copied to.</summary>
    /// <param name="direction">What the host does with it.</param>
    /// <exception cref="ChildStartException">The system gives none.</exception>
    public static PosixPipe Create(PipeDirection direction)
    {
        // In a host that was started with a closed descriptor, the first ones are below 3.
        var low = new List<PosixPipe>();
        try
        {
            while (true)
            {
                var pipe = new PosixPipe(new AnonymousPipeServerStream(direction, HandleInheritability.None));
                if (pipe.ChildEnd.DangerousGetHandle() > 2 && pipe.HostEnd.DangerousGetHandle() > 2)
                {
                    return pipe;
                }

                low.Add(pipe);
            }
        }
        catch (IOException exception)
        {
            throw new ChildStartException($"The system gave no pipe for a process: {ExceptionText.MessageOf(exception)}. A process takes five descriptors of the host, and about ten while it starts: raise its limit of open files (ulimit -n), or run less.", exception);
        }
        finally
        {
            low.ForEach(static pipe => pipe.Dispose());
        }
    }

    /// <summary>Hands the host's end over to a stream.</summary>
    public ChildStream ToStream(bool reads)
    {
        var stream = new ChildStream(HostEnd.DangerousGetHandle(), reads);
        HostEnd.SetHandleAsInvalid();
        return stream;
    }

    public void Dispose()
    {
        ChildEnd.Dispose();
        HostEnd.Dispose();
        _stream.Dispose();
    }
}
