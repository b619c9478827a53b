using System.Security.Cryptography;
using System.Text;

namespace Indexing;

/// <summary>Stands for a model: it is slow, and makes the same vector of the same text each time.</summary>
/// <param name="latency">How long it takes.</param>
public sealed class Model(TimeSpan latency)
{
    private int _calls;

    /// <summary>Gets how often this process has called it.</summary>
    public int Calls => _calls;

    public async Task<float[]> EmbedAsync(string text, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        await Task.Delay(latency, cancellationToken);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(text)).Take(8).Select(static one => one / 255f)];
    }
}
