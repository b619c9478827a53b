using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using Dagstack.Extensions.Benchmarks;
using Dagstack.Extensions.Benchmarks.Turns;
using Dagstack.Extensions.Benchmarks.Turns.Units;

// dotnet run -c Release --project tests/Dagstack.Extensions.Benchmarks -- [--short] --filter '*'
// dotnet run -c Release --project tests/Dagstack.Extensions.Benchmarks -- turns calls|page|pool|scripts|start|tool|units|yaml
// dotnet run -c Release --project tests/Dagstack.Extensions.Benchmarks -- turns units [load|one|kept|idle] [--short]
switch (args)
{
    case ["turns", "calls"]:
        await WorkerCallTurns.RunAsync();
        return;
    case ["turns", "page"]:
        await PageTurns.RunAsync();
        return;
    case ["turns", "page", var address]:
        await PageTurns.ReadAsync(address);
        return;
    case ["turns", "pool"]:
        await WorkerPoolTurns.RunAsync();
        return;
    case ["turns", "scripts"]:
        await ScriptTurns.RunAsync();
        return;
    case ["turns", "scripts", var root, var cache]:
        await ScriptTurns.RunHostAsync(root, cache);
        return;
    case ["turns", "start"]:
        await WorkerStartTurns.RunAsync();
        return;
    case ["turns", "tool"]:
        await ToolTurns.RunAsync();
        return;
    case ["turns", "units", "node", var database, var callers]:
        await UnitTurns.RunNodeAsync(database, int.Parse(callers, CultureInfo.InvariantCulture));
        return;
    case ["turns", "units", .. var rest]:
        await UnitTurns.RunAsync(rest.Contains("--short"), rest.FirstOrDefault(static word => word is not "--short"));
        return;
    case ["turns", "yaml"]:
        await YamlTurns.RunAsync();
        return;
    case ["turns", "yaml", var way, var keys, var runs]:
        YamlTurns.Run(way, int.Parse(keys, CultureInfo.InvariantCulture), int.Parse(runs, CultureInfo.InvariantCulture));
        return;
}

var arguments = args.Where(static argument => argument is not "--short").ToArray();
var job = args.Contains("--short")
    ? Job.Default.WithWarmupCount(3).WithIterationCount(7)
    : Job.Default;
var config = ManualConfig.CreateEmpty()
    .AddColumnProvider(DefaultConfig.Instance.GetColumnProviders().ToArray())
    .AddAnalyser(DefaultConfig.Instance.GetAnalysers().ToArray())
    .AddValidator(DefaultConfig.Instance.GetValidators().ToArray())
    .AddLogger(ConsoleLogger.Default)
    .AddJob(job)
    .WithBuildTimeout(TimeSpan.FromMinutes(10))
    .WithOption(ConfigOptions.DisableLogFile, true);

RatioTable.Write(Console.Out, BenchmarkSwitcher.FromAssembly(typeof(ProxyCall).Assembly).Run(arguments, config));
