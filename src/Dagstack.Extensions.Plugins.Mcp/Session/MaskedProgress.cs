using Dagstack.Extensions.Plugins.Mcp.Settings;
using Dagstack.Extensions.Plugins.Mcp.Wire;

namespace Dagstack.Extensions.Plugins.Mcp.Session;

/// <summary>Takes secrets out of what a server says of its progress.</summary>
/// <param name="inner">What is told then.</param>
/// <param name="mask">What is taken out.</param>
internal sealed class MaskedProgress(IProgress<WireProgress> inner, SecretMask mask) : IProgress<WireProgress>
{
    public void Report(WireProgress value) => inner.Report(value.Message is { } message ? value with { Message = mask.Apply(message) } : value);
}
