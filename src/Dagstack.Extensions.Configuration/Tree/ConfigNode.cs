namespace Dagstack.Extensions.Configuration.Tree;

/// <summary>A node of a configuration tree. It never changes, so that aliases and layers may share it.</summary>
/// <param name="source">The file that it is from.</param>
/// <param name="line">The line, from 1.</param>
/// <param name="column">The column, from 1.</param>
internal abstract class ConfigNode(ConfigFile source, int line, int column)
{
    public ConfigFile Source { get; } = source;

    public int Line { get; } = line;

    public int Column { get; } = column;

    /// <summary>Gets what this node is, for messages.</summary>
    public abstract string Description { get; }

    /// <summary>Gets the number of nodes from here downwards, with those that aliases share counted as often as they appear.</summary>
    public virtual long Size => 1;

    /// <summary>Gets the number of levels below this node.</summary>
    public virtual int Height => 0;

    /// <summary>Gets a value indicating whether there is a secret here or below.</summary>
    public virtual bool HasSecrets => false;

    public ConfigProblem Problem(ConfigErrorReason reason, string path, string message) => Source.Problem(reason, path, message, Line, Column);
}
