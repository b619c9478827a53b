using Chunking;
using Dagstack.Extensions.Plugins;

namespace Quickstart;

/// <summary>Prints an answer.</summary>
internal interface IPrinter
{
    void Print(IReadOnlyList<Chunk> chunks);

    void Print(IReadOnlyList<PluginStatus> plugins);

    void Print(IReadOnlyList<PluginConfigurationEntry> configuration);
}
