using System.CommandLine;
using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Output;
using Dagstack.Tool.Units;

namespace Dagstack.Tool.Verbs.Units;

/// <summary>The options that say which units are meant.</summary>
/// <param name="states">What a state is given for.</param>
internal sealed class UnitsFilter(string states)
{
    private readonly Option<string?> _plugin = new("--plugin") { Description = "Those of this plugin, as chunker:fixed.", HelpName = "PLUGIN" };
    private readonly Option<string?> _partition = new("--partition") { Description = "Those of this partition.", HelpName = "KEY" };
    private readonly Option<string[]> _state = new("--state") { Description = states, HelpName = "STATE" };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _plugin, _partition, _state })
        {
            command.Add(option);
        }
    }

    public string? Plugin(ParseResult result) => result.GetValue(_plugin);

    public string? Partition(ParseResult result) => result.GetValue(_partition);

    /// <exception cref="WrongUseException">One is no state.</exception>
    public IReadOnlyList<UnitState> States(ParseResult result) => [.. (result.GetValue(_state) ?? []).Select(static name =>
        WireReading.StateOf(name) ?? throw new WrongUseException($"'{Excerpt.Of(name)}' is no state of a unit of work. States are {string.Join(", ", Enum.GetValues<UnitState>().Select(Words.Of))}."))];
}
