namespace Dagstack.Extensions.Plugins.Manifests;

/// <summary>Where a value and its key stand in the text, from 1.</summary>
internal readonly record struct NodePlace(int Line, int Column, int KeyLine, int KeyColumn)
{
    /// <summary>The place of a value without a key.</summary>
    public static NodePlace At(int line, int column) => new(line, column, line, column);
}
