namespace Dagstack.Extensions.Plugins.Mcp.Tests.Export;

/// <summary>A kind whose name goes on as the name of a plugin of another does.</summary>
[PluginKind("chunker_a", ApiVersion = "1.0.0")]
public interface ILongNamed
{
    /// <summary>Is called as a hook of the other kind is.</summary>
    string Chunk();
}
