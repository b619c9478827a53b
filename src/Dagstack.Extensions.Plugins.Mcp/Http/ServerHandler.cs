using System.Net;
using System.Text.Json;
using Dagstack.Extensions.Plugins.Mcp.Settings;
using Dagstack.Extensions.Plugins.Mcp.Wire;

namespace Dagstack.Extensions.Plugins.Mcp.Http;

/// <summary>The outermost handler of a plugin's HTTP client: bounds what a server answers, and says what a status means before the SDK puts all that the server wrote into a message.</summary>
/// <param name="inner">What sends.</param>
/// <param name="mask">What is taken out of what is told.</param>
/// <param name="time">The clock of waits.</param>
/// <param name="lost">Told of connections that fail, and whether they were not even made. It must not wait.</param>
internal sealed class ServerHandler(HttpMessageHandler inner, SecretMask mask, TimeProvider time, Action<bool> lost) : DelegatingHandler(inner)
{
    /// <summary>How much of what a server wrote is told.</summary>
    private const int MaxSaid = 200;

    /// <summary>How much of it is read.</summary>
    private const int MaxBody = 64 * 1024;

    private static readonly TimeSpan s_goodbye = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan s_body = TimeSpan.FromSeconds(5);

    /// <summary>Gets the address whose scheme, host and port answers have to come from; null where it is known that they do.</summary>
    public Uri? OnlyOrigin { get; init; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // What is below may be the application's: one that blocks is not to keep the caller, whose time goes on.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);

        // The SDK ends sessions without a time.
        using var goodbye = request.Method == HttpMethod.Delete ? new CancellationTokenSource(s_goodbye, time) : null;
        using var either = goodbye is null ? null : CancellationTokenSource.CreateLinkedTokenSource(goodbye.Token, cancellationToken);
        HttpResponseMessage response;
        try
        {
            response = await base.SendAsync(request, either?.Token ?? cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException fault) when (fault.StatusCode is null)
        {
            lost(fault.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError);
            throw;
        }

        try
        {
            CheckOrigin(response);
            if (response.IsSuccessStatusCode)
            {
                await BoundAsync(response, cancellationToken).ConfigureAwait(false);
            }
            else if (request.Method == HttpMethod.Post || SessionLoss.IsPossible(request, response))
            {
                await ReadFailureAsync(request, response, cancellationToken).ConfigureAwait(false);
            }

            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private static void Replace(HttpResponseMessage response, HttpContent content)
    {
        foreach (var (name, values) in response.Content.Headers.Where(static header => !header.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)))
        {
            content.Headers.TryAddWithoutValidation(name, values);
        }

        response.Content = content;
    }

    private static bool IsEmpty(HttpContent content) => content.Headers.ContentLength == 0;

    private static async Task<byte[]> ReadSomeAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxBody];
        var length = 0;
        using var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        while (length < buffer.Length && await stream.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false) is > 0 and var count)
        {
            length += count;
        }

        return buffer[..length];
    }

    /// <summary>Reads the error of JSON-RPC that a body is; null if it is none.</summary>
    private static string? ErrorIn(byte[] body)
    {
        try
        {
            using var document = JsonText.Parse(body);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("jsonrpc", out _) && root.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object
                ? JsonText.Find(error, "message") ?? string.Empty
                : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Refuses what a handler brings that has sent a request elsewhere. What it has sent is there already; it is not to be used further.</summary>
    private void CheckOrigin(HttpResponseMessage response)
    {
        if (OnlyOrigin is { } origin && response.RequestMessage?.RequestUri is { } address && Uri.Compare(address, origin, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) != 0)
        {
            throw new WireException(WireFault.Unavailable, $"The handler that the application gives to the HTTP client of this plugin followed a redirect to '{Excerpt.Of(address.GetLeftPart(UriPartial.Authority))}', and what the plugin authenticates itself by has gone there. Let it follow none (AllowAutoRedirect = false), and write the address where the server is in 'url' of the manifest.");
        }
    }

    private async Task BoundAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (IsEmpty(response.Content))
        {
            return;
        }

        var areEvents = response.Content.Headers.ContentType?.MediaType == "text/event-stream";
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        Replace(response, new StreamContent(new LimitedStream(stream, WireLimits.MaxMessageBytes, areEvents, () => lost(false))));
    }

    /// <summary>Throws what a status means, unless the SDK is to see it.</summary>
    private async Task ReadFailureAsync(HttpRequestMessage request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await TryReadAsync(response.Content, cancellationToken).ConfigureAwait(false);
        var error = ErrorIn(body);
        if (SessionLoss.IsPossible(request, response) && SessionLoss.IsSaid(error ?? System.Text.Encoding.UTF8.GetString(body)))
        {
            response.StatusCode = HttpStatusCode.NotFound;
        }

        if (response.StatusCode == HttpStatusCode.BadRequest && error is not null)
        {
            // The SDK makes an error of it, whose text is in its spans.
            Replace(response, new ReadOnlyMemoryContent(JsonMask.Apply(body, mask.Apply)));
            return;
        }

        if (response.StatusCode == HttpStatusCode.NotFound && request.Headers.Contains(SessionLoss.Header))
        {
            response.Content = new ByteArrayContent([]);
            return;
        }

        var said = Excerpt.Cut(mask.Apply(error ?? System.Text.Encoding.UTF8.GetString(body)).ReplaceLineEndings(" ").Trim(), MaxSaid);
        if (request.Method != HttpMethod.Post)
        {
            Replace(response, new ByteArrayContent(body));
            return;
        }

        throw new StatusException(response.StatusCode, said.Length == 0 ? null : said, WaitOf(response));
    }

    private async Task<byte[]> TryReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(s_body, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await ReadSomeAsync(content, either.Token).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is IOException or HttpRequestException || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return [];
        }
    }

    private TimeSpan? WaitOf(HttpResponseMessage response)
    {
        var wait = response.Headers.RetryAfter is not { } header ? null : header.Delta ?? (header.Date - time.GetUtcNow());
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
