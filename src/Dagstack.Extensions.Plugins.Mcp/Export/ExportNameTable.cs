using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Export;

/// <summary>Who has which name, for as long as the host runs: a name that two tools would have is that of neither, also when one of them is gone. Members may be called by several threads.</summary>
/// <param name="logger">Told of names that two would have.</param>
internal sealed class ExportNameTable(ILogger logger)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _first = new(StringComparer.Ordinal);
    private readonly HashSet<string> _shared = new(StringComparer.Ordinal);

    /// <summary>Gets a number that is another after each name that has become one of two.</summary>
    public int Version
    {
        get
        {
            lock (_gate)
            {
                return _shared.Count;
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
                logger.ExportNameShared(_first[name], dottedName, name);
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
