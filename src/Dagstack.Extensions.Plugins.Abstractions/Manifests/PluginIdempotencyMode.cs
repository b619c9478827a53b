namespace Dagstack.Extensions.Plugins;

/// <summary>How a repeated unit of work is recognised.</summary>
public enum PluginIdempotencyMode
{
    /// <summary>Not at all: <c>none</c>.</summary>
    None = 0,

    /// <summary>By its input: <c>input_hash</c>.</summary>
    InputHash = 1,

    /// <summary>By its output: <c>output_hash</c>.</summary>
    OutputHash = 2,
}
