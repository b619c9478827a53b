using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dagstack.Extensions.Plugins.AspNetCore.Model;
using Dagstack.Extensions.Plugins.AspNetCore.Reading;
using Microsoft.AspNetCore.Http;

namespace Dagstack.Extensions.Plugins.AspNetCore.Serving;

/// <summary>Reads what requests about units of work say.</summary>
internal static class UnitBodies
{
    public static JsonElement NoArguments { get; } = JsonElement.Parse("{}");

    /// <exception cref="BadHttpRequestException">It is not JSON, or too large.</exception>
    /// <exception cref="JsonException">It is not what it has to be.</exception>
    public static Task<UnitRequest> ReadEnqueueAsync(HttpRequest request) => ReadJsonAsync(request, UnitRequestJson.Default.UnitRequest);

    /// <summary>Reads which units are run again, of JSON or of the form of the page.</summary>
    /// <exception cref="BadHttpRequestException">It is neither, or too large.</exception>
    /// <exception cref="JsonException">It is not what it has to be.</exception>
    /// <exception cref="ArgumentException">A field of the form is not what it has to be.</exception>
    public static async Task<BackfillRequest> ReadBackfillAsync(HttpRequest request) =>
        request.HasFormContentType ? Read(await ReadFormAsync(request).ConfigureAwait(false)) : await ReadJsonAsync(request, UnitRequestJson.Default.BackfillRequest).ConfigureAwait(false);

    /// <exception cref="ArgumentException">It is no time to wait.</exception>
    public static TimeSpan? ExpiresAfter(UnitRequest request) => request.ExpiresAfterSec switch
    {
        null => null,
        > 0 and < 1e9 and var seconds => TimeSpan.FromSeconds(seconds),
        var wrong => throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"expires_after_sec is {wrong}. It is a number of seconds, more than 0 and less than 1e9; without it, a unit waits for ever.")),
    };

    /// <summary>Says which units a backfill is of, for whoever is responsible.</summary>
    public static string Describe(BackfillRequest request)
    {
        var states = request.States is { } given ? string.Join(" and ", given.Select(UnitStateNames.Of)) : "failed and expired";
        return string.Create(CultureInfo.InvariantCulture, $"{states} units of {request.PluginName ?? "all plugins"}{(request.PartitionKey is { } partition ? $", partition {partition}" : string.Empty)}{(request.Since is { } since ? $", since {since:O}" : string.Empty)}{(request.Until is { } until ? $", until {until:O}" : string.Empty)}");
    }

    private static BackfillRequest Read(IFormCollection form)
    {
        var states = UnitQueryReader.States(form["states"].OfType<string>());
        return new()
        {
            PluginName = Given(form, "plugin_name"),
            PartitionKey = Given(form, "partition_key"),
            States = states.Count == 0 ? null : states,
        };
    }

    private static string? Given(IFormCollection form, string name) => form[name].ToString() is { Length: > 0 } text ? text : null;

    private static async Task<IFormCollection> ReadFormAsync(HttpRequest request)
    {
        try
        {
            return await request.ReadFormAsync(request.HttpContext.RequestAborted).ConfigureAwait(false);
        }
        catch (InvalidDataException fault)
        {
            throw new BadHttpRequestException($"The form cannot be read: {fault.Message}", fault);
        }
    }

    private static async Task<T> ReadJsonAsync<T>(HttpRequest request, JsonTypeInfo<T> type) => !request.HasJsonContentType()
        ? throw new BadHttpRequestException("The body has to be JSON, and the header Content-Type application/json.", StatusCodes.Status415UnsupportedMediaType)
        : await JsonSerializer.DeserializeAsync(request.Body, type, request.HttpContext.RequestAborted).ConfigureAwait(false) ?? throw new JsonException("It is null, and has to be an object.");
}
