using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Dagstack.Extensions.Plugins.Mcp.Export;

/// <summary>The output of a process whose lines are messages of a protocol.</summary>
internal static class StandardOutput
{
    /// <summary>Lets nothing but the protocol write to it, or read the input: what the console's loggers and the application write goes to the error output.</summary>
    public static void Reserve(IServiceProvider services)
    {
#pragma warning disable RS0030 // What is written to the console, and read from it, is the very thing that is kept from where it does harm.
        Console.SetOut(Console.Error);
        Console.SetIn(TextReader.Null);
#pragma warning restore RS0030
        if (services.GetService<IOptionsMonitor<ConsoleLoggerOptions>>() is { } options)
        {
            // Loggers that are there already hold these very options; those of a reload come from the configuration again.
            ToErrorOutput(options.CurrentValue);
            options.OnChange(ToErrorOutput);
        }
    }

    private static void ToErrorOutput(ConsoleLoggerOptions options) => options.LogToStandardErrorThreshold = LogLevel.Trace;
}
