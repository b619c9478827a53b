using System.Net;

namespace Dagstack.Extensions.Plugins.Testing;

/// <summary>Answers the requests of an <see cref="HttpClient"/> as a test says, without a network.</summary>
/// <remarks>
/// Rules are tried in the order that they were given; a request that none answers fails with the list of them. Nothing is
/// disposed by its clients, so that one handler serves several. All members may be used by several threads.
/// </remarks>
public sealed class FakeHttpHandler : HttpMessageHandler
{
    private readonly Lock _gate = new();
    private readonly List<(string Name, Func<HttpRequestMessage, HttpResponseMessage?> Answer)> _rules = [];
    private readonly List<FakeHttpRequest> _requests = [];

    /// <summary>Gets the requests so far, in order.</summary>
    public IReadOnlyList<FakeHttpRequest> Requests
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>Answers requests of one method and address with a text.</summary>
    /// <param name="method">The method.</param>
    /// <param name="address">The whole address, as <c>https://example.org/a</c>.</param>
    /// <param name="content">The text of the answer.</param>
    /// <param name="status">The status of the answer.</param>
    /// <param name="mediaType">The type of the answer.</param>
    /// <returns>This handler.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="UriFormatException"><paramref name="address"/> is no address.</exception>
    public FakeHttpHandler Respond(HttpMethod method, string address, string content, HttpStatusCode status = HttpStatusCode.OK, string mediaType = "application/json")
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(content);
        var wanted = new Uri(address, UriKind.Absolute);
        return Add($"{method} {wanted}", request => request.Method == method && request.RequestUri == wanted
            ? new(status) { Content = new StringContent(content, System.Text.Encoding.UTF8, mediaType) }
            : null);
    }

    /// <summary>Answers requests by a function.</summary>
    /// <param name="answer">Returns the answer, or null to leave the request to the next rule; may throw what a network throws.</param>
    /// <returns>This handler.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="answer"/> is null.</exception>
    public FakeHttpHandler Respond(Func<HttpRequestMessage, HttpResponseMessage?> answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return Add("a function", answer);
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var body = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        return Answer(request, body);
    }

    /// <inheritdoc/>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var reader = request.Content is null ? null : new StreamReader(request.Content.ReadAsStream(cancellationToken));
        return Answer(request, reader?.ReadToEnd());
    }

    private FakeHttpHandler Add(string name, Func<HttpRequestMessage, HttpResponseMessage?> answer)
    {
        lock (_gate)
        {
            _rules.Add((name, answer));
        }

        return this;
    }

    private HttpResponseMessage Answer(HttpRequestMessage request, string? body)
    {
        (string Name, Func<HttpRequestMessage, HttpResponseMessage?> Answer)[] rules;
        lock (_gate)
        {
            _requests.Add(new(request.Method, request.RequestUri, body));
            rules = [.. _rules];
        }

        foreach (var rule in rules)
        {
            if (rule.Answer(request) is { } response)
            {
                response.RequestMessage = request;
                return response;
            }
        }

        var known = rules.Length == 0 ? "none" : string.Join(", ", rules.Select(static rule => rule.Name));
        throw new HttpRequestException($"No rule of the test answers {request.Method} {request.RequestUri}. Rules: {known}. Add one with {nameof(FakeHttpHandler)}.{nameof(Respond)}.");
    }
}
