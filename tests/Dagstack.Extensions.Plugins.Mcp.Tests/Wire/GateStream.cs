using System.Text;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Wire;

/// <summary>A stream that writes the first half of a line, and waits for its gate with the rest.</summary>
internal sealed class GateStream(Stream inner, Task gate) : MemoryStream
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Begun => _begun.Task;

    public string[] Lines()
    {
        lock (inner)
        {
            return Encoding.UTF8.GetString(ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var half = buffer.Length / 2;
        Add(buffer.Span[..half]);
        _begun.TrySetResult();
        await gate.WaitAsync(cancellationToken);
        Add(buffer.Span[half..]);
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Add(ReadOnlySpan<byte> bytes)
    {
        lock (inner)
        {
            base.Write(bytes);
        }
    }
}
