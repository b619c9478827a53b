using Dagstack.Extensions.Plugins;
using Microsoft.Extensions.Options;

namespace Polyglot.CSharp;

/// <summary>What the plugins in the other folders are, as a class in the host's process.</summary>
public sealed class CSharpReader(IOptions<ReaderOptions> options, TimeProvider clock, PluginContext context) : IReader, IPluginSetup
{
    private int _process;

    /// <inheritdoc/>
    public ValueTask SetupAsync(PluginContext context, CancellationToken cancellationToken)
    {
        _process = Environment.ProcessId;
        return default;
    }

    /// <inheritdoc/>
    public ReaderInfo About() => new("C#", _process, context.CallMetadata.GetValueOrDefault(CallMetadata.TenantId) as string);

    /// <inheritdoc/>
    public int Count(string text) => text.Length <= options.Value.MaxLength ? Words(text) : throw new ArgumentException("The text is too long.", nameof(text));

    /// <inheritdoc/>
    public async Task<int> ReadAsync(IReadOnlyList<string> pages, CancellationToken cancellationToken)
    {
        var words = 0;
        for (var page = 0; page < pages.Count; page++)
        {
            await Task.Delay(TimeSpan.FromSeconds(options.Value.SecondsPerPage), clock, cancellationToken);
            words += Words(pages[page]);
            context.Progress.Report((page + 1.0) / pages.Count);
        }

        return words;
    }

    private static int Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
}
