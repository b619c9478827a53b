using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Units;

/// <summary>Reads answers of a host, and says what is wrong where they are not what was asked for.</summary>
internal static class HttpAnswers
{
    private const string ProblemBase = "https://dagstack.dev/problems/";
    private const int MaxDetail = 4000;

    /// <summary>Reads the JSON of an answer that went well.</summary>
    /// <exception cref="IOException">It is none of dagstack.</exception>
    public static async Task<T> ReadAsync<T>(HttpResponseMessage answer, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        RefuseUnless(answer, "application/json");
        var content = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            return await JsonSerializer.DeserializeAsync(content, type, cancellationToken).ConfigureAwait(false) ?? throw NotOurs(answer, "its answer is null");
        }
    }

    /// <exception cref="IOException">The answer is of another type.</exception>
    public static void RefuseUnless(HttpResponseMessage answer, string mediaType)
    {
        if (answer.Content.Headers.ContentType?.MediaType != mediaType)
        {
            throw NotOurs(answer, $"it sends {Excerpt.Of(answer.Content.Headers.ContentType?.MediaType ?? "nothing")} in place of {mediaType}");
        }
    }

    public static IOException NotOurs(HttpResponseMessage answer, string why) =>
        new($"'{AddressOf(answer)}' does not answer as a host of dagstack does: {why}. --url has to be the address of app.MapDagstackPlugins, in a version that this program knows ({ToolVersion.Current}).");

    /// <summary>Makes the error of an answer that did not go well.</summary>
    public static async Task<Exception> ErrorOfAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var at = AddressOf(answer);
        if ((int)answer.StatusCode is >= 300 and < 400)
        {
            var target = answer.Headers.Location is { } location ? new Uri(answer.RequestMessage!.RequestUri!, location).GetLeftPart(UriPartial.Path) : "nowhere";
            return new IOException($"'{at}' leads to '{Excerpt.Cut(target, 300)}', and is not followed: headers with secrets would go there. If that is a page to sign in, give a token by --header; if it is the host's new address, name it by --url.");
        }

        var problem = await ProblemOfAsync(answer, cancellationToken).ConfigureAwait(false);
        var detail = problem?.Detail is { } text ? Excerpt.Lines(text.Length <= MaxDetail ? text : text[..MaxDetail] + "...") : null;
        return (problem?.Type is { } type && type.StartsWith(ProblemBase, StringComparison.Ordinal) ? type[ProblemBase.Length..] : null, answer.StatusCode) switch
        {
            ("no-such-unit" or "no-such-plugin" or "unit-refused" or "not-possible" or "action-failed", _) => new RefusedException(detail ?? "It was refused."),
            ("bad-request", _) => new WrongUseException(detail ?? "The host does not understand the request."),
            (not null, var status) => new IOException($"'{at}' answers {(int)status}: {detail ?? problem!.Title}"),
            (_, HttpStatusCode.Unauthorized) => new IOException($"'{at}' wants to know who asks (401). Give what it takes by --header, as --header \"Authorization: Bearer $TOKEN\"."),
            (_, HttpStatusCode.Forbidden) => new IOException($"'{at}' refuses whoever was told by --header (403): the policy of app.MapDagstackPlugins(…).RequireAuthorization(…) says who may."),
            (_, HttpStatusCode.NotFound) => new IOException($"'{at}' is nothing there (404). The host has to map its plugins, app.MapDagstackPlugins(\"/plugins\"), and to say who may see them, .RequireAuthorization(…); its log says so, if that is missing. --url has to be that address."),
            (_, var status) => new IOException($"'{at}' answers {(int)status} {Excerpt.Of(answer.ReasonPhrase ?? string.Empty)}. Try again, and look at the log of the host, or of what is before it."),
        };
    }

    /// <summary>The address without what a query may hold.</summary>
    private static string AddressOf(HttpResponseMessage answer) => answer.RequestMessage!.RequestUri!.GetLeftPart(UriPartial.Path);

    private static async Task<WireProblem?> ProblemOfAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (answer.Content.Headers.ContentType?.MediaType != "application/problem+json")
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(await answer.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false), WireJson.Default.WireProblem);
        }
        catch (JsonException)
        {
            // What is before the host may answer in its place: the status says enough.
            return null;
        }
    }
}
