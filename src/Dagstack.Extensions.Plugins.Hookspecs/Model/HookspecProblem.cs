using System.Globalization;

namespace Dagstack.Extensions.Plugins.Hookspecs;

/// <summary>One thing that is wrong with a hookspec or one of its schemas: what, where, and what to do about it.</summary>
public sealed class HookspecProblem
{
    /// <summary>Gets what is wrong, what was expected and what to do next, without the place.</summary>
    /// <remarks><see cref="ToString"/> puts the place before it.</remarks>
    public required string Message { get; init; }

    /// <summary>Gets the file.</summary>
    public required string File { get; init; }

    /// <summary>Gets the line, from 1.</summary>
    /// <value>0 where there is none: the file is missing, say.</value>
    public int Line { get; init; }

    /// <summary>Gets the column, from 1, in UTF-16 units.</summary>
    /// <value>0 where there is none.</value>
    public int Column { get; init; }

    /// <summary>Gets the key in the file, such as <c>hooks[1].dispatch</c>; in a schema a JSON Pointer, such as <c>/properties/name</c>.</summary>
    /// <value>Empty for the whole file.</value>
    public string Key { get; init; } = string.Empty;

    /// <summary>Gets a value indicating whether the hookspec can be used all the same.</summary>
    /// <value>False by default.</value>
    public bool IsWarning { get; init; }

    /// <summary>Returns the problem as compilers write them: <c>file(line,column): message</c>.</summary>
    public override string ToString()
    {
        var place = Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"{File}({Line},{Column}): ") : $"{File}: ";
        return IsWarning ? $"{place}warning: {Message}" : place + Message;
    }
}
