using Microsoft.Extensions.Primitives;

namespace Dagstack.Extensions.Plugins.Mcp.Export;

/// <summary>Tools as they are until something changes.</summary>
/// <param name="Tools">The tools.</param>
/// <param name="Changed">Tells of the next change of plugins.</param>
/// <param name="NameVersion">That of the names.</param>
/// <param name="Functions">The functions among them.</param>
internal sealed record ExportSnapshot(IReadOnlyList<ExportedTool> Tools, IChangeToken Changed, int NameVersion, IReadOnlyList<ToolFunction> Functions)
{
    private readonly Dictionary<string, ExportedTool> _byName = Tools.ToDictionary(static tool => tool.Name, StringComparer.Ordinal);

    public ExportedTool? Find(string name) => _byName.GetValueOrDefault(name);

    public bool IsCurrent(ExportNameTable names) => !Changed.HasChanged && NameVersion == names.Version;
}
