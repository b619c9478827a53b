using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Export;

/// <summary>Who has which name: a name that two tools would have is that of neither, also when one of them is gone. Members may be called by several threads.</summary>
/// <remarks>It knows names of tools that plugins have or had, and none that only a client has said. Of tools that are gone it keeps some thousands, and then none.</remarks>
/// <param name="logger">Told of names that two would have.</param>
internal sealed class ExportNameTable(ILogger logger)
{
    /// <summary>More than any list that a language model reads.</summary>
    private const int ManyNames = 4096;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _first = new(StringComparer.Ordinal);
    private readonly HashSet<string> _shared = new(StringComparer.Ordinal);
    private int _version;

    /// <summary>Gets a number that is another after each name that has become one of two, and when names are forgotten.</summary>
    public int Version
    {
        get
        {
            lock (_gate)
            {
                return _version;
            }
        }
    }

    /// <summary>Says that a tool would have a name.</summary>
    public void Claim(string name, string dottedName)
    {
        lock (_gate)
        {
            if (!_first.TryAdd(name, dottedName) && _first[name] != dottedName && _shared.Add(name))
            {
                _version++;
                logger.ExportNameShared(_first[name], dottedName, name);
            }
        }
    }

    /// <summary>Forgets all names, if most of very many are those of tools that are gone: plugins may have other functions each time that they are asked. Those that there are claim theirs anew.</summary>
    /// <param name="tools">How many tools there are.</param>
    public void Trim(int tools)
    {
        lock (_gate)
        {
            if (_first.Count > Math.Max(ManyNames, 2 * tools))
            {
                _first.Clear();
                _shared.Clear();
                _version++;
            }
        }
    }

    /// <summary>Gets the name of a tool that has claimed one.</summary>
    public string Of(string name, string dottedName)
    {
        lock (_gate)
        {
            return _shared.Contains(name) ? ExportNames.WithHash(name, dottedName) : name;
        }
    }
}
