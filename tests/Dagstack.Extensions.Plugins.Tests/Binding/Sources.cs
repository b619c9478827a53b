using System.Text;
using System.Text.Json;
using Dagstack.Extensions.Plugins.Binding;
using Microsoft.Extensions.Configuration;

namespace Dagstack.Extensions.Plugins.Tests;

/// <summary>The same values, each from another provider and in the spelling that is usual there.</summary>
internal static class Sources
{
    public static readonly string[] All = ["json", "environment", "command line", "memory"];

    /// <summary>A configuration with keys relative to the section of <c>chunker:fixed-chunker</c>.</summary>
    public static IConfigurationRoot With(string source, params (string Key, string? Text)[] values)
    {
        var builder = new ConfigurationBuilder();
        switch (source)
        {
            case "json":
                return builder.AddJsonStream(new MemoryStream(Json(values))).Build();
            case "environment":
                return Environment(builder, values);
            case "command line":
                return builder.AddCommandLine([.. values.Select(static value => $"--chunker:FixedChunker:{value.Key}={value.Text}")]).Build();
            default:
                return builder.AddInMemoryCollection(values.Select(static value => KeyValuePair.Create($"chunker:fixed-chunker:{value.Key}", value.Text))).Build();
        }
    }

    public static ConfigurationView View(this IConfiguration configuration) => ConfigurationView.Read(configuration, "chunker", "fixed-chunker");

    public static BindResult Bind<T>(params (string Key, string? Text)[] values) => OptionsBinder.Bind(typeof(T), With("memory", values).View());

    public static BindResult Bind<T>(this IConfiguration configuration) => OptionsBinder.Bind(typeof(T), configuration.View());

    public static IConfigurationRoot FromJson(params string[] texts)
    {
        var builder = new ConfigurationBuilder();
        foreach (var text in texts)
        {
            builder.AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(text)));
        }

        return builder.Build();
    }

    private static byte[] Json((string Key, string? Text)[] values) => JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
    {
        ["Chunker"] = new Dictionary<string, object>
        {
            ["FixedChunker"] = values.ToDictionary(static value => value.Key, static value => value.Text),
        },
    });

    private static IConfigurationRoot Environment(ConfigurationBuilder builder, (string Key, string? Text)[] values)
    {
        // The environment is the process's: a prefix of its own keeps tests apart.
        var prefix = $"T{Guid.NewGuid():N}_";
        foreach (var (key, text) in values)
        {
            System.Environment.SetEnvironmentVariable($"{prefix}chunker__fixed_chunker__{key.Replace(":", "__", StringComparison.Ordinal)}", text);
        }

        try
        {
            return builder.AddEnvironmentVariables(prefix).Build();
        }
        finally
        {
            foreach (var (key, _) in values)
            {
                System.Environment.SetEnvironmentVariable($"{prefix}chunker__fixed_chunker__{key.Replace(":", "__", StringComparison.Ordinal)}", null);
            }
        }
    }
}
