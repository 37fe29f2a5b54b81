"""Signatures of the vendors' own documentation: the players of tests.messaging.sms_vendors are ours, these are not."""

import hashlib
from datetime import UTC, datetime

import pytest

from messaging import sms_aliyun, sms_tencent


@pytest.mark.parametrize(
    ("date", "nonce", "signature"),
    [
        (
            "2023-10-26T10:22:32Z",
            "3156853299f313e23d1673dc12e1703d",
            "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0",
        ),
        (
            "2023-10-26T09:01:01Z",
            "d410180a5abf7fe235dd9b74aca91fc0",
            "e521358f7776c97df52e6b2891a8bc73026794a071b50c3323388c4e0df64804",
        ),
    ],
)
def test_alibaba_cloud_documents_this_signature(date, nonce, signature):
    """The fixed example of "V3 request structure and signature", RunInstances."""
    headers = {
        "host": "ecs.cn-shanghai.aliyuncs.com",
        "x-acs-action": "RunInstances",
        "x-acs-content-sha256": hashlib.sha256(b"").hexdigest(),
        "x-acs-date": date,
        "x-acs-signature-nonce": nonce,
        "x-acs-version": "2014-05-26",
    }
    query = "ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&RegionId=cn-shanghai"
    proof = sms_aliyun.authorization(
        query, headers, key_id="YourAccessKeyId", key_secret="YourAccessKeySecret"
    )
    assert proof == (
        "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;"
        f"x-acs-date;x-acs-signature-nonce;x-acs-version,Signature={signature}"
    )


@pytest.mark.parametrize(
    ("secret", "action", "signature"),
    [
        # The example as it stood first, which signed two headers …
        (
            "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE",
            {},
            "72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168",
        ),
        # … and with the action signed as well, its secret printed with asterisks.
        (
            "Gu5t9xGARNpq86cd98joQYCN3*******",
            {"x-tc-action": "DescribeInstances"},
            "be4f67d323c78ab9acb7395e43c0dbcf822a9cfac32fea2449a7bc7726b770a3",
        ),
    ],
)
def test_tencent_cloud_documents_this_signature(secret, action, signature):
    """The example of "Signature method v3", DescribeInstances."""
    headers = {
        "content-type": "application/json; charset=utf-8",
        "host": "cvm.tencentcloudapi.com",
        **action,
    }
    body = rb'{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}'
    proof = sms_tencent.authorization(
        "cvm", headers, body, at=datetime.fromtimestamp(1551113065, UTC), key_id="AKID", key_secret=secret
    )
    assert proof.startswith(
        f"TC3-HMAC-SHA256 Credential=AKID/2019-02-25/cvm/tc3_request, SignedHeaders={';'.join(headers)}, "
    )
    assert proof.endswith(f"Signature={signature}")
