namespace Dagstack.Extensions.Plugins.Mcp.Tests.Export;

/// <summary>A plugin with a name that others have as well.</summary>
internal sealed class LongNamed : ILongNamed
{
    public string Chunk() => "chunk";
}
