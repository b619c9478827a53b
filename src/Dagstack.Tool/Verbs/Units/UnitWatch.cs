using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Output;
using Spectre.Console;

namespace Dagstack.Tool.Verbs.Units;

/// <summary>Follows a unit: a bar for a person, lines for a program.</summary>
internal static class UnitWatch
{
    /// <returns>Zero if it has succeeded.</returns>
    public static async Task<int> RunAsync(IUnits units, string id, bool isJson, Terminal terminal, CancellationToken cancellationToken)
    {
        var last = terminal.Screen is { } screen && !isJson
            ? await BarAsync(units, id, screen, cancellationToken).ConfigureAwait(false)
            : await LinesAsync(units, id, isJson ? null : terminal, cancellationToken).ConfigureAwait(false);
        terminal.Show(last, ToolJson.Default.ShownUnit, isJson, page => UnitText.Write(last, page));
        return last.State == Words.Of(UnitState.Succeeded) ? ExitCodes.Fine : ExitCodes.Found;
    }

    private static async Task<ShownUnit> LinesAsync(IUnits units, string id, Terminal? terminal, CancellationToken cancellationToken)
    {
        ShownUnit? last = null;
        await foreach (var unit in units.WatchAsync(id, cancellationToken).ConfigureAwait(false))
        {
            var shown = ShownUnit.Of(unit);
            if (terminal is not null && !unit.IsFinal && (last is null || UnitText.Line(last) != UnitText.Line(shown)))
            {
                new Page(terminal).Line(UnitText.Line(shown));
                await terminal.Output.FlushAsync(cancellationToken).ConfigureAwait(false);
            }

            last = shown;
        }

        return last ?? throw new UnitNotFoundException(id);
    }

    private static Task<ShownUnit> BarAsync(IUnits units, string id, IAnsiConsole screen, CancellationToken cancellationToken) =>
        screen.Progress().AutoClear(true).HideCompleted(false).Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn()).StartAsync(async progress =>
        {
            var bar = progress.AddTask(Markup.Escape(Excerpt.Of(id)), maxValue: 1);
            ShownUnit? last = null;
            await foreach (var unit in units.WatchAsync(id, cancellationToken).ConfigureAwait(false))
            {
                last = ShownUnit.Of(unit);
                bar.Value = last.Fraction ?? 0;
                bar.IsIndeterminate = last.Fraction is null;
                bar.Description = Markup.Escape(Excerpt.Of($"{last.State} {last.Message}".TrimEnd()));
            }

            return last ?? throw new UnitNotFoundException(id);
        });
}
