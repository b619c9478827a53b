using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Dagstack.Extensions.Plugins.Mcp.Processes;

/// <summary>The host's end of a pipe, read or written without a thread that waits.</summary>
/// <remarks>
/// A FileStream or an AnonymousPipeClientStream on a pipe blocks a thread of the pool per read (64 children: two threads each); a pair of
/// sockets does not, but then <c>/dev/stdin</c> cannot be opened by the child. A Socket takes a pipe too, and hands it to the same epoll or
/// kqueue as all sockets of the process: measured, 64 pending reads take no thread, and reads are cancelled, ended by Dispose, and see the end.
/// A write that is cancelled may have written a part: those who write messages must not cancel one that has begun.
/// </remarks>
internal sealed class ChildStream(nint descriptor, bool reads) : Stream
{
    private readonly Socket _socket = new(new SafeSocketHandle(descriptor, ownsHandle: true));

    public override bool CanRead => reads;

    public override bool CanWrite => !reads;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await _socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException exception)
        {
            throw Describe(exception);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            while (buffer.Length > 0)
            {
                buffer = buffer[await _socket.SendAsync(buffer, SocketFlags.None, cancellationToken).ConfigureAwait(false)..];
            }
        }
        catch (SocketException exception)
        {
            throw Describe(exception);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override void Write(byte[] buffer, int offset, int count) => WriteAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override void Flush()
    {
        // Nothing is held back.
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _socket.Dispose();
        }

        base.Dispose(disposing);
    }

    private IOException Describe(SocketException exception) => exception.SocketErrorCode switch
    {
        SocketError.OperationAborted => new IOException("The pipe to the process was closed by the host meanwhile.", exception),
        SocketError.Shutdown => new IOException("The process does not read any more: it has closed its standard input, or ended.", exception),
        _ => new IOException($"The pipe {(reads ? "from" : "to")} the process failed: {exception.Message}", exception),
    };
}
